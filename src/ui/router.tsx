import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router';
import { Failure } from './components/failure.tsx';
import { Shell } from './components/shell.tsx';
import { Skeleton } from './components/skeleton.tsx';
import { oweFocus } from './focus.ts';
import { BrowsePage } from './pages/browse/browse-page.tsx';
import { NotFoundPage } from './pages/not-found.tsx';
import {
  formatQueryString,
  parseBrowseSearch,
  parseCompareSearch,
  parseModuleSearch,
  parseOpenSearch,
  parsePublishSearch,
  parseQueryString,
  readingOnly,
} from './search-params.ts';

const root = createRootRoute({ component: Shell, notFoundComponent: NotFoundPage });

const routes = [
  createRoute({
    getParentRoute: () => root,
    path: '/',
    component: BrowsePage,
    validateSearch: readingOnly(parseBrowseSearch),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/m/$id',
    component: lazyRouteComponent(() => import('./pages/module/module-page.tsx'), 'ModulePage'),
    validateSearch: readingOnly(parseModuleSearch),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/compare',
    component: lazyRouteComponent(() => import('./pages/compare/compare-page.tsx'), 'ComparePage'),
    validateSearch: readingOnly(parseCompareSearch),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/publish',
    component: lazyRouteComponent(() => import('./pages/publish/publish-page.tsx'), 'PublishPage'),
    validateSearch: readingOnly(parsePublishSearch),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/check',
    component: lazyRouteComponent(() => import('./pages/check/check-page.tsx'), 'CheckPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/open',
    component: lazyRouteComponent(() => import('./pages/open/open-page.tsx'), 'OpenPage'),
    validateSearch: readingOnly(parseOpenSearch),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/installed',
    component: lazyRouteComponent(() => import('./pages/installed/installed-page.tsx'), 'InstalledPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/activity',
    component: lazyRouteComponent(() => import('./pages/activity/activity-page.tsx'), 'ActivityPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/identity',
    component: lazyRouteComponent(() => import('./pages/identity/identity-page.tsx'), 'IdentityPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/moderation',
    component: lazyRouteComponent(() => import('./pages/moderation/moderation-page.tsx'), 'ModerationPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/settings',
    component: lazyRouteComponent(() => import('./pages/settings/settings-page.tsx'), 'SettingsPage'),
  }),
] as const;

export function makeRouter() {
  const router = createRouter({
    routeTree: root.addChildren(routes),
    parseSearch: parseQueryString,
    stringifySearch: formatQueryString,
    scrollRestoration: true,
    defaultPreload: 'intent',
    defaultErrorComponent: Failure,
    defaultPendingComponent: () => <Skeleton label="Loading the screen" lines={6} />,
  });
  router.subscribe('onRendered', ({ fromLocation, pathChanged }) => {
    if (fromLocation !== undefined && pathChanged) oweFocus();
  });
  return router;
}

export type Router = ReturnType<typeof makeRouter>;

declare module '@tanstack/react-router' {
  interface Register {
    router: Router;
  }
}
