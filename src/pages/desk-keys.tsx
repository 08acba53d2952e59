const keys = [
  ['← → ↑ ↓', 'go from picture to picture'],
  ['Space', 'mark, or take the mark off'],
  ['A', 'approve what is marked; where nothing is, the picture you are at'],
  ['R', 'reject in the same way'],
  ['U', 'undo what you decided on the picture you are at; else what you decided last'],
  ['?', 'show this'],
] as const;

/** What the script's keys do. Letters may be switched off, since who dictates would press them by speaking. */
export function Keys() {
  return (
    <dialog id="keys" aria-labelledby="keys-title">
      <h2 id="keys-title">Keys</h2>
      <dl>
        {keys.map(([key, does]) => (
          <>
            <dt>{key}</dt>
            <dd>{does}</dd>
          </>
        ))}
      </dl>
      <label class="mark">
        <input type="checkbox" id="letters" checked />
        A, R and U decide
      </label>
      <form method="dialog">
        <button type="submit" class="plain">
          Close
        </button>
      </form>
    </dialog>
  );
}
