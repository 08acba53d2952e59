import { pageStyle } from './style.ts';

const desk = `[hidden]{display:none !important}
html{scroll-padding:1rem 0 13rem}
main{max-width:90rem;padding-bottom:1rem}
h2{margin:.5rem 0 .25rem;font:normal 1.25rem/1.3 Georgia,serif}
.results{margin:0 0 1rem;padding:0;list-style:none}
.results li{display:flex;flex-wrap:wrap;align-items:center;gap:0 1rem;min-height:3rem}
.results p{margin:0}
.grid{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,17rem),1fr));gap:1.5rem 1.25rem;margin:1rem 0;padding:0;list-style:none}
.cell{min-width:0}
.cell p{margin:0 0 .25rem}
.cell .film{width:100%;margin:0}
.cell .frame label{margin:0;cursor:pointer}
.cell .frame img{width:100%;height:13rem}
.cell .tall img,.cell .wide img{object-fit:cover;object-position:top}
.cell:has(input:checked) .film{outline:4px solid var(--edge);outline-offset:-1px}
.cell:has(:focus-visible){outline:3px solid var(--ink);outline-offset:6px}
.cell[aria-busy=true] .film{opacity:.6}
.mark{display:flex;align-items:center;gap:.6rem;min-height:2.75rem;margin:0;cursor:pointer}
.mark input{width:1.5rem;height:1.5rem;margin:0;accent-color:var(--ink)}
.undo{min-height:2.75rem;margin:.25rem 0;padding:.25rem 1rem}
.look{display:inline-block;padding:.625rem 0;color:var(--ink)}
.bar{position:sticky;bottom:0;margin:0 -1rem;padding:.6rem 1rem;padding-bottom:max(.6rem,env(safe-area-inset-bottom));background:var(--paper);border-top:1px solid var(--line)}
.bar label{margin:0 0 .2rem;font-size:.9375rem}
.bar textarea{min-height:2.75rem;margin:0 0 .5rem;padding:.5rem .7rem}
.choices{display:flex;flex-wrap:wrap;gap:.5rem .75rem}
.choices .plain{flex:0 1 auto}
.choices button{white-space:nowrap;min-height:2.75rem;padding:.25rem .75rem;font-size:1rem}
#said{margin:.35rem 0 0;min-height:1.5rem}
dialog{max-width:min(32rem,calc(100% - 2rem));padding:1.25rem;border:1px solid var(--line);border-radius:4px;background:var(--paper);color:var(--ink)}
dialog::backdrop{background:rgb(0 0 0/.5)}
dialog button{min-width:8rem}
@media (max-width:30rem){.grid{grid-template-columns:repeat(2,minmax(0,1fr));gap:1.25rem .75rem}.cell .frame img{height:8rem}#show-keys{display:none}}
@media (min-width:60rem){.bar{display:grid;grid-template-columns:1fr auto;gap:0 1.5rem;align-items:end;margin:0;padding:.75rem 0}.bar textarea{margin:0}#said{grid-column:1/-1}}`;

/** The desk's one style element. No less-than, ampersand or double quote: they would be escaped. */
export const deskStyle = [pageStyle, desk].join('\n');
