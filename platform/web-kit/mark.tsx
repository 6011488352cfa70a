/** The mark: two boards and the tenon that joins them. */
export function Mark() {
  return (
    <svg viewBox="0 0 22 22" aria-hidden="true" width="22" height="22">
      <rect x="1" y="1.5" width="20" height="8.5" rx="1.25" fill="var(--action)" />
      <path
        d="M14.5 7.5h5.25c.7 0 1.25.55 1.25 1.25v10.5c0 .7-.55 1.25-1.25 1.25h-4c-.7 0-1.25-.55-1.25-1.25Z"
        fill="var(--wood-line)"
      />
      <rect x="1" y="12" width="11.5" height="8.5" rx="1.25" fill="var(--wood-line)" />
    </svg>
  );
}
