"""A path variable in the URL that an API calls, which nothing gives a value.

Of a REST API each variable of the URL is mapped by the integration: "Without a URL path parameter mapping defined for
this parameter in the integration request, API Gateway evaluates the parameter as the literal string"
(https://repost.aws/knowledge-center/api-gateway-proxy-path-character-error), and no call gets through. Of an HTTP API
it is a variable of the route
(https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-http.html; both read
2026-11-30); what a variable of no route becomes isn't documented, so that is a warning, as is a route for all paths
whose integration calls one URL for each of them. Of the route for all that no other takes it can't be told.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from seatrial.analyses.checklist.arr_apis import METHOD
from seatrial.analyses.checklist.check import Check, Doubt, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.value import Unknown, as_text

INTEGRATION, ROUTE = "AWS::ApiGatewayV2::Integration", "AWS::ApiGatewayV2::Route"
# ${stageVariables.name} is no path variable.
_VARIABLE = re.compile(r"(?<!\$)\{(?P<name>[\w.-]+)(?P<greedy>\+?)\}")
# https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-parameter-mapping.html (read 2026-11-30)
_OF_REQUEST = re.compile(r"\$(?:request|\{request)\.path\.(?P<name>[\w-]+)")
_HTTP = ("http://", "https://")
_DEFAULT = "$default"
_MAPPING = "integration.request.path."


def _unmapped(inquiry: Inquiry) -> Iterator[Said]:
    for method in inquiry.system.of_type(METHOD):
        uri, mappings = method.get("Integration", "Uri"), method.get("Integration", "RequestParameters")
        http = method.get("Integration", "Type") in ("HTTP", "HTTP_PROXY")
        if not http or not isinstance(uri, str) or isinstance(mappings, Unknown):
            continue
        given = mappings if isinstance(mappings, dict) else {}
        lacking = [match["name"] for match in _VARIABLE.finditer(uri) if f"{_MAPPING}{match['name']}" not in given]
        for name in lacking[:1]:
            mend = f"add to RequestParameters of its Integration: {{ {_MAPPING}{name}: method.request.path.{name} }}"
            declared = method.get("RequestParameters")
            if isinstance(declared, dict | None) and f"method.request.path.{name}" not in (declared or {}):
                mend += f", and to those of {method.logical_id}: {{ method.request.path.{name}: true }}"
            yield Found(
                method,
                ("Integration", "RequestParameters") if given else ("Integration", "Uri"),
                f"nothing gives {{{name}}} in the Uri of {method.logical_id} a value",
                f"API Gateway calls the URL with {{{name}}} as it is written, which is no valid path: all calls of "
                f"{method.logical_id} are answered with status 500",
                mend,
                "Execution failed due to configuration error: Illegal character in path",
            )
    routes = list(inquiry.system.of_type(ROUTE))
    if any(isinstance(item.get("Target"), Unknown) for item in routes):
        return
    for integration in inquiry.system.of_type(INTEGRATION):
        called = [item for item in routes if as_text(item.get("Target")) == f"integrations/{integration.physical_id}"]
        yield from _of_http_api(integration, called)


def _of_http_api(integration: Resource, routes: list[Resource]) -> Iterator[Said]:
    uri = integration.get("IntegrationUri")
    keys = [item.get("RouteKey") for item in routes]
    unknown = any(not isinstance(item, str) for item in keys)
    if not routes or unknown:
        return
    given = {match["name"] for key in keys for match in _VARIABLE.finditer(as_text(key))}
    yield from _of_changes(integration, routes, given)
    if not isinstance(uri, str) or not uri.lower().startswith(_HTTP):
        return
    used = [match["name"] for match in _VARIABLE.finditer(uri)]
    lacking = [item for item in used if item not in given]
    if lacking and _DEFAULT in keys:
        # People write it.
        yield Doubt(
            integration,
            ("IntegrationUri",),
            f"which path {integration.logical_id} calls where its route is $default",
            f"what {{{lacking[0]}}} stands for there is not documented",
        )
        return
    for name in lacking[:1]:
        yield Found(
            integration,
            ("IntegrationUri",),
            f"no route of {integration.logical_id} has the path variable {name}, which its URL names",
            f"nothing gives {{{name}}} a value: the path that a client asks for does not get to the URL",
            f"write RouteKey: ANY /{{{name}+}} in {routes[0].logical_id}",
            severity=Severity.WARNING,
        )
        return
    changes = integration.get("RequestParameters")
    if isinstance(changes, Unknown) or (isinstance(changes, dict) and "overwrite:path" in changes):
        return
    for route in routes:
        match = next((item for item in _VARIABLE.finditer(as_text(route.get("RouteKey"))) if item["greedy"]), None)
        if match is not None and match["name"] not in used:
            yield Found(
                integration,
                ("IntegrationUri",),
                f"{integration.logical_id} calls one URL for all paths of {route.logical_id}",
                f"{route.logical_id} takes every path as {{{match['name']}}}, and the URL does not name that: whatever "
                "a client asks for, the same path is called",
                f"end the URL with /{{{match['name']}}}",
                severity=Severity.WARNING,
            )
            return


def _of_changes(integration: Resource, routes: list[Resource], given: Collection[str]) -> Iterator[Found]:
    """What a request is changed to by a path variable that none of the routes has."""
    changes = integration.get("RequestParameters")
    for key, value in changes.items() if isinstance(changes, dict) else ():
        used = [match["name"] for match in _OF_REQUEST.finditer(value)] if isinstance(value, str) else []
        lacking = [name for name in used if name not in given]
        if lacking:
            name = lacking[0]
            yield Found(
                integration,
                ("RequestParameters", key),
                f"no route of {integration.logical_id} has the path variable {name}, by which it changes the request",
                f"nothing gives {name} a value: {key.partition(':')[2]} is changed to what stands around it alone",
                f"name {' or '.join(sorted(given))} in it, which the routes have"
                if given
                else f"write RouteKey: ANY /{{{name}+}} in {routes[0].logical_id}",
                severity=Severity.WARNING,
            )
            return


CHECK = Check(
    "ARR170",
    Severity.ERROR,
    Question.ARRIVE,
    "A path variable in the URL that an API calls has no value",
    "https://repost.aws/knowledge-center/api-gateway-proxy-path-character-error "
    "https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-http.html",
    _unmapped,
)
