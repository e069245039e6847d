"""Who answered, as text for a terminal and as a page for a browser."""

from __future__ import annotations

import html
from collections.abc import Mapping

# Tasks are told apart by colour: the same task has the same one on every reload.
HUES = 360
PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>version {version} in {zone}</title>
<style>
  :root {{ color-scheme: light dark; --task: hsl({hue} 60% 45%) }}
  body {{ margin: 0; min-height: 100vh; display: grid; place-items: center; font: 16px/1.5 system-ui, sans-serif }}
  main {{ width: min(36rem, 92vw); border-top: .5rem solid var(--task); padding: 1.5rem 2rem;
          box-shadow: 0 1px 12px #0003; border-radius: .25rem }}
  h1 {{ margin: 0 0 1rem; font-size: 1.6rem; font-weight: 600 }}
  h1 b {{ color: var(--task) }}
  dl {{ display: grid; grid-template-columns: max-content 1fr; gap: .35rem 1.5rem; margin: 0 }}
  dt {{ opacity: .65 }}
  dd {{ margin: 0; font-family: ui-monospace, monospace; overflow-wrap: anywhere }}
  form {{ display: flex; flex-wrap: wrap; gap: .5rem; margin-top: 1.5rem }}
  button {{ font: inherit; padding: .3rem .9rem; border: 1px solid currentColor; border-radius: .25rem;
            background: none; color: inherit; cursor: pointer }}
</style>
<main>
  <h1>Version <b>{version}</b> answered from <b>{zone}</b></h1>
  <dl>
{rows}
  </dl>
  <form method="post">
    <button formaction="/" formmethod="get">Ask again</button>
    <button formaction="/fail">Fail the health check</button>
    <button formaction="/exit?code=1">Exit</button>
  </form>
</main>
"""


def as_text(shown: Mapping[str, str]) -> str:
    width = max(map(len, shown))
    return "".join(f"{name:<{width}}  {value}\n" for name, value in shown.items())


def as_page(shown: Mapping[str, str]) -> str:
    rows = "\n".join(f"    <dt>{html.escape(name)}</dt><dd>{html.escape(value)}</dd>" for name, value in shown.items())
    hue = sum(shown["task"].encode()) * 47 % HUES
    return PAGE.format(version=html.escape(shown["version"]), zone=html.escape(shown["zone"]), hue=hue, rows=rows)
