// A placeholder of a few minutes, until the page itself is written over it.
export type ReviewView = { state: string; [field: string]: unknown };
export const pageStyleHash = 'sha256-x';
export const reviewPage = (view: ReviewView) =>
  `<p>${view.state}</p><form method="post" action=""><button name="decision" value="approve">Approve</button></form>`;
export const messagePage = (about: { title: string; message: string }) =>
  `<p>${about.title}: ${about.message}</p>`;
