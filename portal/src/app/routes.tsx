import type { ComponentType } from 'react';
import type { RouteObject } from 'react-router';
import { BrokenPage } from './BrokenPage';
import { NotFound } from './NotFound';
import { Shell } from './Shell';

const page = (load: () => Promise<{ default: ComponentType }>) => async () => ({ Component: (await load()).default });

/** The addresses of the portal. The server knows their first segments too and answers 404 for every other. */
export const routes: RouteObject[] = [
  {
    path: '/',
    Component: Shell,
    ErrorBoundary: BrokenPage,
    HydrateFallback: () => null,
    children: [
      {
        ErrorBoundary: BrokenPage,
        children: [
          { index: true, lazy: page(() => import('../home/HomePage')) },
          { path: 'search', lazy: page(() => import('../search/SearchPage')) },
          { path: 'datasets/:id', lazy: page(() => import('../dataset/DatasetPage')) },
          { path: 'exchange/runs', lazy: page(() => import('../runs/RunsPage')) },
          { path: 'exchange/runs/:id', lazy: page(() => import('../runs/RunPage')) },
          { path: 'exchange/tasks', lazy: page(() => import('../tasks/TasksPage')) },
          { path: 'exchange/tasks/:id', lazy: page(() => import('../tasks/TaskPage')) },
          { path: 'exchange/new-task', lazy: page(() => import('../tasks/TaskPage')) },
          { path: 'exchange/sources', lazy: page(() => import('../sources/SourcesPage')) },
          { path: 'exchange/sources/:id', lazy: page(() => import('../sources/SourcePage')) },
          { path: 'exchange/new-source', lazy: page(() => import('../sources/SourcePage')) },
          { path: 'exchange/targets/:id', lazy: page(() => import('../deliveries/TargetPage')) },
          { path: 'exchange/new-target', lazy: page(() => import('../deliveries/TargetPage')) },
          { path: 'exchange/subscriptions/:id', lazy: page(() => import('../deliveries/SubscriptionPage')) },
          { path: 'exchange/new-subscription', lazy: page(() => import('../deliveries/SubscriptionPage')) },
          { path: 'exchange/deliveries', lazy: page(() => import('../deliveries/DeliveriesPage')) },
          { path: 'exchange/reconciliations', lazy: page(() => import('../reconciliations/ReconciliationsPage')) },
          { path: 'exchange/reconciliations/:id', lazy: page(() => import('../reconciliations/StatementPage')) },
          { path: 'developer', lazy: page(() => import('../developer/DeveloperPage')) },
          { path: 'status', lazy: page(() => import('../status/StatusPage')) },
          { path: '*', Component: NotFound },
        ],
      },
    ],
  },
];
