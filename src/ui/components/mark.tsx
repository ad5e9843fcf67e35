/** The mark, as on the app's icon: a sealed box with a tick. */
export function Mark() {
  return (
    <svg
      width="28"
      height="28"
      viewBox="0 0 512 512"
      strokeLinejoin="round"
      strokeLinecap="round"
      aria-hidden="true"
    >
      <path d="M256 52 433 154v204L256 460 79 358V154Z" fill="#1d2b53" stroke="#31457f" strokeWidth="48" />
      <path d="M256 52 433 154 256 256 79 154Z" fill="#31457f" stroke="#31457f" strokeWidth="48" />
      <path d="m158 268 72 72 134-150" fill="none" stroke="#3ee6b0" strokeWidth="54" />
    </svg>
  );
}
