"""Groups and circles in a graph of names, without recursion."""

from __future__ import annotations

from collections.abc import Mapping, Set


def circles(edges: Mapping[str, Set[str]]) -> list[tuple[str, ...]]:
    """One circle for each group of names that depend on each other, beginning at its first name in order."""
    found = []
    for group in groups(edges):
        if len(group) > 1 or group[0] in edges[group[0]]:
            found.append(_circle(min(group), set(group), edges))
    return sorted(found)


def _circle(start: str, group: set[str], edges: Mapping[str, Set[str]]) -> tuple[str, ...]:
    """The shortest way from a name back to itself."""
    before: dict[str, str] = {}
    queue = [start]
    for name in queue:
        for target in sorted(edges[name]):
            if target == start:
                way = [name]
                while way[-1] != start:
                    way.append(before[way[-1]])
                return tuple(reversed(way))
            if target in group and target not in before:
                before[target] = name
                queue.append(target)
    return (start,)


def groups(edges: Mapping[str, Set[str]]) -> list[list[str]]:
    """Strongly connected components, each after those that it has edges to: Tarjan's algorithm, its stack our own."""
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    on_stack: set[str] = set()
    stack: list[str] = []
    found: list[list[str]] = []
    for root in edges:
        if root in index:
            continue
        work = [(root, iter(sorted(edges[root])))]
        index[root] = low[root] = len(index)
        stack.append(root)
        on_stack.add(root)
        while work:
            name, targets = work[-1]
            for target in targets:
                if target not in edges:
                    continue
                if target not in index:
                    index[target] = low[target] = len(index)
                    stack.append(target)
                    on_stack.add(target)
                    work.append((target, iter(sorted(edges[target]))))
                    break
                if target in on_stack:
                    low[name] = min(low[name], index[target])
            else:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[name])
                if low[name] == index[name]:
                    at = stack.index(name)
                    group = stack[at:]
                    del stack[at:]
                    on_stack.difference_update(group)
                    found.append(group)
    return found
