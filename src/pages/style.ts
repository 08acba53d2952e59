import { palette } from '../mail/style.ts';

const { paper, ink, soft, film, edge, approve, reject } = palette;

/** The colours by day and by night, as custom properties. */
export const colours = `:root{color-scheme:light dark;--paper:${paper};--field:#fffdf8;--ink:${ink};--soft:${soft};--line:#8b8375;--film:${film};--rim:${film};--edge:${edge};--yes:${approve};--no:${reject}}
@media (prefers-color-scheme:dark){:root{--paper:#1b1916;--field:#24211d;--ink:#efeae0;--soft:#b5ad9f;--film:#000;--rim:#3a352d;--yes:#8fd0ae;--no:#f0a598}}`;

const text = `*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:1rem/1.5 Arial,sans-serif;-webkit-text-size-adjust:100%;overflow-wrap:anywhere}
main{max-width:66rem;margin:0 auto;padding:1.25rem 1rem 2rem}
.masthead,.label,dt{font:.8125rem/1.25 Consolas,'Courier New',monospace;color:var(--soft)}
.masthead{margin:0 0 1.25rem;letter-spacing:.2em;text-transform:uppercase}
h1{margin:0 0 .5rem;font:normal clamp(1.625rem,5vw,2.125rem)/1.2 Georgia,serif;text-wrap:balance}
p{margin:0 0 .75rem}
.narrow{max-width:40rem}
.lines{white-space:pre-line}
.soft,.credit{color:var(--soft);font-size:.9375rem}
.notice{padding:.5rem 0 .5rem 1rem;border-left:4px solid var(--edge)}
.problem{color:var(--no);font-weight:bold}`;

/** A piece of film: black, with yellow writing on its edge; what was decided is drawn on it as with a grease pencil. */
const picture = `.film{min-width:0;margin:1rem 0;background:var(--film);border:1px solid var(--rim);color:var(--edge);width:fit-content;max-width:100%}
.film figcaption{display:flex;justify-content:space-between;gap:1rem;padding:.4rem .75rem;font:.8125rem/1.25 Consolas,'Courier New',monospace}
.frame{position:relative;padding:0 .5rem 1.75rem;text-align:center;color:#fff}
.frame img{display:block;max-width:100%;height:auto;max-height:72vh;object-fit:contain;margin:0 auto}
.scroll{display:block;max-height:72vh;overflow:auto}
.tall .scroll img{max-height:none}
.wide .scroll img{max-width:none}
.film.wide{width:100%}
.approve .frame::after,.reject .frame::after{content:'';position:absolute;inset:.25rem .5rem 1.25rem;pointer-events:none}
.approve .frame::after{border:4px solid var(--edge);border-radius:48% 52% 50% 50%/8% 6% 9% 7%}
.reject .frame::after{background:linear-gradient(to top right,transparent calc(50% - 2px),#e5533f calc(50% - 2px) calc(50% + 2px),transparent calc(50% + 2px)),linear-gradient(to bottom right,transparent calc(50% - 2px),#e5533f calc(50% - 2px) calc(50% + 2px),transparent calc(50% + 2px))}`;

const facts = `dl{display:grid;grid-template-columns:auto 1fr;gap:.25rem 1rem;margin:1rem 0;font-size:.9375rem;line-height:1.4}
dt{padding-top:.15rem}
dd{margin:0}
.earlier{margin:0 0 1rem;padding:0;list-style:none}
blockquote{margin:0 0 1rem;padding:.25rem 0 .25rem 1rem;border-left:3px solid var(--line)}`;

const form = `label{display:block;margin:0 0 .35rem;font-weight:bold}
.instruction{margin-top:.6rem}
textarea,input[type=email]{display:block;width:100%;min-height:2.75rem;margin:0 0 .75rem;padding:.6rem .7rem;border:1px solid var(--line);border-radius:4px;background:var(--field);color:var(--ink);font:inherit}
textarea{min-height:5.5rem;resize:vertical}
[aria-invalid]{border:2px solid var(--no)}
.buttons{position:sticky;bottom:0;display:flex;gap:.75rem;margin:1rem -1rem 0;padding:.75rem 1rem;padding-bottom:max(.75rem,env(safe-area-inset-bottom));background:var(--paper);border-top:1px solid var(--line)}
button{flex:1;min-height:3rem;padding:.5rem 1rem;border:2px solid var(--tone);border-radius:4px;background:var(--tone);color:var(--paper);font:bold 1.0625rem/1.25 Arial,sans-serif;cursor:pointer}
.yes{--tone:var(--yes)}
.no{--tone:var(--no)}
.plain{--tone:var(--ink)}
button.quiet,.plain{background:var(--paper);color:var(--tone)}
button:hover{text-decoration:underline}
details{margin:1.25rem 0 0;border-top:1px solid var(--line)}
summary{display:list-item;padding:.7rem 0;line-height:1.5rem;cursor:pointer}
details button,.back-out button{min-width:9rem}
.back-out{margin:1.5rem 0;padding:.75rem 0 0;border-top:1px solid var(--line)}
.back-out button{margin:0 0 1rem}
.back-out p{margin:0 0 .5rem}
.next{display:inline-flex;flex-wrap:wrap;gap:0 .75rem;align-items:center;min-height:3rem;padding:.5rem 1rem;border:2px solid var(--ink);border-radius:4px;color:var(--ink);font-weight:bold}
.next span+span{font-weight:normal}
:focus-visible{outline:3px solid var(--ink);outline-offset:3px}`;

/** Beside the picture there is room for what is to be said and done. */
const wide = `@media (min-width:60rem){main{padding:2rem 2rem 3rem}.columns{display:grid;grid-template-columns:fit-content(41rem) minmax(18rem,1fr);column-gap:2.5rem;align-items:start}.film{margin:.25rem 0 0}.buttons{position:static;margin:1rem 0 0;padding:0;border:0}}`;

/** The page's one style element, whose hash is all that its policy allows. No `<`, `&` or `"`: they would be escaped. */
export const pageStyle = [colours, text, picture, facts, form, wide].join('\n');
