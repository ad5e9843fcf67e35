/** A web address that a publisher gave. Only http and https become links. */
export function OutsideLink({ label, url }: { label: string; url: string | undefined }) {
  if (url === undefined || !/^https?:\/\//.test(url)) return null;
  return (
    <div>
      <dt>{label}</dt>
      <dd>
        <a href={url} target="_blank" rel="noreferrer noopener nofollow">
          {url.replace(/^https?:\/\/(?:www\.)?/, '').replace(/\/$/, '')}
        </a>
      </dd>
    </div>
  );
}
