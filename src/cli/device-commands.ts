import type { Command } from 'commander';
import type { Perform } from './perform.ts';

/** The devices that sign for one person: shown, paired, named, cut off. */
export function addDeviceCommands(program: Command, perform: Perform): void {
  const device = program
    .command('device')
    .description('pair, name and cut off the devices that sign for you');
  device
    .command('list', { isDefault: true })
    .description('show your devices, and which were cut off')
    .action(() =>
      perform(async (context) => (await import('./commands/device-list.ts')).listDevices(context)),
    );
  addJoining(device, perform);
  addKeeping(device, perform);
}

function addJoining(device: Command, perform: Perform): void {
  device
    .command('offer')
    .description('on the new device: print the link that your other device adds it by; keep it to yourself')
    .option('--name <name>', 'how this device is called; everybody can read it', 'Command line')
    .option('--wait', 'wait for the answer, 15 minutes at most, and join; --json then prints a second line')
    .action((options) =>
      perform(async (context) => (await import('./commands/device-offer.ts')).offer(context, options)),
    );
  device
    .command('join')
    .description('on the new device: sign for the person who answered from now on')
    .argument('[answer-link]', 'the link that the other device printed; without it the relay is asked')
    .action((link) =>
      perform(async (context) => (await import('./commands/device-join.ts')).join(context, link)),
    );
}

function addKeeping(device: Command, perform: Perform): void {
  device
    .command('add')
    .description('on the device with your main key: let a new device sign for you')
    .argument('<link>', 'the link that the new device shows')
    .action((link) =>
      perform(async (context) => (await import('./commands/device-add.ts')).addDevice(context, link)),
    );
  device
    .command('name')
    .description('say how a device of yours is called; everybody can read it')
    .argument('<did>', 'which, as "gen device list" shows it')
    .argument('<name>', 'how it is called')
    .action((did, name) =>
      perform(async (context) =>
        (await import('./commands/device-name.ts')).renameDevice(context, did, name),
      ),
    );
  device
    .command('cut-off')
    .description('take nothing new from a device of yours; it cannot be undone')
    .argument('<did>', 'which, as "gen device list" shows it')
    .option('--reason <text>', 'why; everybody can read it')
    .action((did, options) =>
      perform(async (context) =>
        (await import('./commands/device-cut-off.ts')).cutOff(context, did, options),
      ),
    );
}
