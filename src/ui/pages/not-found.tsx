import { Link } from '@tanstack/react-router';
import { buttonClass } from '../components/button.tsx';
import { Page } from '../components/page.tsx';

export function NotFoundPage() {
  return (
    <Page
      title="Nothing here"
      intro="This address names no screen. A module is at /m/ and its id, such as /m/io.acme.codec."
    >
      <Link to="/" className={buttonClass('primary')}>
        Browse modules
      </Link>
    </Page>
  );
}
