"""resolvelib, which pip resolves with, over a catalogue whose ranges are read already. Argument: that catalogue as JSON,
{module: {"any": [version], "releases": {version: [[needed module, [version]]]}}}, the newest version first. Reads modules, one a line."""

import json
import sys
import time

from resolvelib import BaseReporter, ResolutionImpossible, Resolver
from resolvelib.providers import AbstractProvider

with open(sys.argv[1], encoding="utf-8") as file:
    MODULES = json.load(file)
NOTHING = {"any": [], "releases": {}}


class Requirement:
    def __init__(self, module, versions):
        self.module = module
        self.versions = versions
        self.allowed = frozenset(versions)


class Provider(AbstractProvider):
    def identify(self, requirement_or_candidate):
        one = requirement_or_candidate
        return one.module if isinstance(one, Requirement) else one[0]

    def get_preference(self, identifier, resolutions, candidates, information, backtrack_causes):
        is_cause = any(self.identify(cause.requirement) == identifier for cause in backtrack_causes)
        return (not is_cause, sum(1 for _ in candidates[identifier]), identifier)

    def find_matches(self, identifier, requirements, incompatibilities):
        asked = list(requirements[identifier])
        excluded = {version for _, version in incompatibilities[identifier]}
        # Going back it also asks for what nothing requires any more.
        versions = asked[0].versions if asked else MODULES.get(identifier, NOTHING)["releases"]
        return [
            (identifier, version)
            for version in versions
            if version not in excluded and all(version in one.allowed for one in asked)
        ]

    def is_satisfied_by(self, requirement, candidate):
        return candidate[1] in requirement.allowed

    def get_dependencies(self, candidate):
        module, version = candidate
        needs = MODULES[module]["releases"][version]
        return [Requirement(needed, versions) for needed, versions in needs]


def reply(module):
    start = time.perf_counter()
    try:
        resolver = Resolver(Provider(), BaseReporter())
        result = resolver.resolve([Requirement(module, MODULES[module]["any"])], max_rounds=10_000_000)
    except ResolutionImpossible:
        return {"ms": (time.perf_counter() - start) * 1000, "why": "ResolutionImpossible"}
    ms = (time.perf_counter() - start) * 1000
    return {"ms": ms, "chosen": {name: version for name, (_, version) in result.mapping.items()}}


for line in sys.stdin:
    print(json.dumps(reply(line.strip())), flush=True)
