import { CSPProvider } from '@base-ui/react/csp-provider';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { FailureBoundary } from './components/failure.tsx';
import type { Router } from './router.tsx';
import { ServicesProvider, type Services } from './services.tsx';

/** The whole user interface on the given services. Style elements are off: `style-src 'self'`. */
export function App({ services, router }: { services: Services; router: Router }) {
  return (
    <StrictMode>
      <FailureBoundary>
        <CSPProvider disableStyleElements>
          <ServicesProvider services={services}>
            <RouterProvider router={router} />
          </ServicesProvider>
        </CSPProvider>
      </FailureBoundary>
    </StrictMode>
  );
}
