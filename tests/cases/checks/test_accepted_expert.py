"""Newer ways that look wrong to who knows the older ones, and work: changes that bring no error and no warning."""

from __future__ import annotations

from typing import Any

import pytest

from cases.checks.test_faults import _before, _kind, _report, changed
from seatrial.model.finding import Severity

_RESOURCES = "\nResources:\n"
_VOLUME = "SizeInGiB: 20 }"
_ORIGIN = "CustomOriginConfig: {OriginProtocolPolicy: http-only, HTTPPort: 80}"
_PUBLIC = "Properties: {Scheme: internet-facing, Subnets"
_HEADER = "OriginCustomHeaders: [{HeaderName: X-Origin-Verify, HeaderValue: s3cr3t-value}]"
_WANTED = "Values: [s3cr3t-value]"
_WINDOWS = "      LaunchType: FARGATE\n      DesiredCount: 2"
_LOGIN = """Properties: {SecretString: '{"username": "acme", "password": "x"}'}"""
_LINK = "        ConnectionType: VPC_LINK\n        ConnectionId: !Ref Link\n"
_ACL = (
    "  Acl:\n    Type: AWS::WAFv2::WebACL\n    Properties: {Scope: CLOUDFRONT, DefaultAction: {Allow: {}}, "
    "VisibilityConfig: {SampledRequestsEnabled: true, CloudWatchMetricsEnabled: true, MetricName: acl}}\n"
)
_VPC_ORIGIN = (
    "  Origin:\n    Type: AWS::CloudFront::VpcOrigin\n    Properties: {VpcOriginEndpointConfig: {Arn: !Ref Alb, "
    "Name: alb, HTTPPort: 80, HTTPSPort: 443, OriginProtocolPolicy: http-only}}\n"
)
_WALL = (
    "  Acl:\n    Type: AWS::WAFv2::WebACL\n    Properties:\n      Scope: REGIONAL\n      DefaultAction: {Block: {}}\n"
    "      VisibilityConfig: {SampledRequestsEnabled: true, CloudWatchMetricsEnabled: true, MetricName: acl}\n"
    "      Rules:\n        - Name: home\n          Priority: 1\n          Action: {Allow: {}}\n"
    "          Statement: {GeoMatchStatement: {CountryCodes: [DE]}}\n          VisibilityConfig: "
    "{SampledRequestsEnabled: true, CloudWatchMetricsEnabled: true, MetricName: home}\n"
    "  AclOfAlb:\n    Type: AWS::WAFv2::WebACLAssociation\n"
    "    Properties: {ResourceArn: !Ref ALB, WebACLArn: !GetAtt Acl.Arn}\n"
)
ACCEPTED: dict[str, tuple[str, list[tuple[str, str]]]] = {
    "an internal load balancer behind a VPC origin": (
        "edge",
        [
            (_ORIGIN, "VpcOriginConfig: {VpcOriginId: !Ref Origin}"),
            (_PUBLIC, _PUBLIC.replace("internet-facing", "internal")),
            (_RESOURCES, f"{_RESOURCES}{_VPC_ORIGIN}"),
        ],
    ),
    "a web ACL of a distribution": (
        "edge",
        [
            ("        HttpVersion: http2\n", "        HttpVersion: http2\n        WebACLId: !GetAtt Acl.Arn\n"),
            (_RESOURCES, f"{_RESOURCES}{_ACL}"),
        ],
    ),
    "one secret, read twice when the stack is made": (
        "edge",
        [
            (_HEADER, _HEADER.replace("s3cr3t-value", "'{{resolve:secretsmanager:origin:SecretString:value}}'")),
            (_WANTED, "Values: ['{{resolve:secretsmanager:origin}}']"),
        ],
    ),
    "an older secret beside the one that is sent": ("edge", [(_WANTED, "Values: [old-value, S3CR3T*]")]),
    "viewers who decide, of whom some speak HTTP": (
        "edge",
        [
            ("OriginProtocolPolicy: http-only", "OriginProtocolPolicy: match-viewer"),
            ("ViewerProtocolPolicy: redirect-to-https", "ViewerProtocolPolicy: allow-all"),
        ],
    ),
    "what is kept as it was said before there were policies": (
        "edge",
        [
            ("          CachePolicyId: 4135ea2d-6df8-44a3-9df3-4b5a84be39ad\n", ""),
            (
                "          OriginRequestPolicyId: 216adef6-5c7f-47e4-b989-5492eafa07d3\n",
                "          ForwardedValues: {QueryString: true, Headers: ['*'], Cookies: {Forward: all}}\n",
            ),
        ],
    ),
    "a deployment with its stage": (
        "edge",
        [
            (
                "  Stage:\n    Type: AWS::ApiGateway::Stage\n"
                "    Properties: {RestApiId: !Ref Rest, DeploymentId: !Ref Deployment, StageName: prod}\n",
                "",
            ),
            ("    Properties: {RestApiId: !Ref Rest}\n", "    Properties: {RestApiId: !Ref Rest, StageName: prod}\n"),
        ],
    ),
    "a method that waits for nobody, in the resource of the API itself": (
        "edge",
        [("      ResourceId: !Ref Any\n", "      ResourceId: !GetAtt Rest.RootResourceId\n")],
    ),
    "a method that calls a public name": (
        "edge",
        [(_LINK, ""), ("'http://${Nlb.DNSName}/{proxy}'", "'https://api.example.com/{proxy}'")],
    ),
    "a host of one's own in the URI of a VPC link": (
        "edge",
        [("'http://${Nlb.DNSName}/{proxy}'", "'http://api.internal:80/{proxy}'")],
    ),
    "an endpoint service that another stack makes": (
        "edge",
        [("    Properties: {Name: api, TargetArns: [!Ref Nlb]}\n", "    Properties: {Name: api, TargetArns: ['*']}\n")],
    ),
    "a volume with all that gp3 takes": (
        "disk",
        [(_VOLUME, "SizeInGiB: 20, VolumeType: gp3, Iops: 10000, Throughput: 1000, FilesystemType: ext4 }")],
    ),
    "a volume of provisioned IOPS": ("disk", [(_VOLUME, "SizeInGiB: 4, VolumeType: io2, Iops: 4000 }")]),
    "a volume of a snapshot": (
        "disk",
        [(_VOLUME, "SnapshotId: snap-0a1b2c3d4e5f60718, VolumeType: gp3, Iops: 16000, Encrypted: true }")],
    ),
    "a volume of a type that is left out": ("disk", [(_VOLUME, "SizeInGiB: 1, Throughput: 125 }")]),
    "the login of a registry by its name": (
        "feeds",
        [
            (_LOGIN, _LOGIN.replace("{SecretString", "{Name: hub-login, SecretString")),
            ("CredentialsParameter: !Ref HubLogin", "CredentialsParameter: hub-login"),
        ],
    ),
    "what a cache needs, from the registry's policy": (
        "feeds",
        [
            (
                "              - {Effect: Allow, Action: ['ecr:CreateRepository', 'ecr:BatchImportUpstreamImage'], "
                "Resource: !Sub 'arn:aws:ecr:${AWS::Region}:${AWS::AccountId}:repository/quay/*'}\n",
                "",
            ),
            (
                _RESOURCES,
                f"{_RESOURCES}  Registry:\n    Type: AWS::ECR::RegistryPolicy\n    Properties: {{PolicyText: "
                "{Version: '2012-10-17', Statement: [{Sid: Cache, Effect: Allow, Principal: {AWS: "
                "!GetAtt JobExecRole.Arn}, Action: ['ecr:CreateRepository', 'ecr:BatchImportUpstreamImage'], "
                "Resource: '*'}]}}\n",
            ),
        ],
    ),
    "a cache of what is open to all": (
        "feeds",
        [("UpstreamRegistryUrl: quay.io", "UpstreamRegistryUrl: public.ecr.aws")],
    ),
    "a cache of a company's registry": (
        "feeds",
        [
            (
                "UpstreamRegistryUrl: quay.io",
                "UpstreamRegistryUrl: acme.azurecr.io, CredentialArn: "
                "'arn:aws:secretsmanager:us-east-1:123456789012:secret:ecr-pullthroughcache/acme-AbCdEf'",
            )
        ],
    ),
    "the platform version of Windows": ("feeds", [(_WINDOWS, f"{_WINDOWS}\n      PlatformVersion: 1.0.0")]),
    "a root file system that is writable, said aloud": (
        "feeds",
        [
            (
                "          Environment: [{Name: QUEUE_URL, Value: !Ref Inbox}]\n",
                "          Environment: [{Name: QUEUE_URL, Value: !Ref Inbox}]\n"
                "          ReadonlyRootFilesystem: false\n",
            )
        ],
    ),
    "a filter on what is not there": (
        "feeds",
        [
            (
                """{"eventName": ["INSERT"], "dynamodb": {"NewImage": {"kind": {"S": ["order"]}}}}""",
                """{"eventName": [{"prefix": "I"}], "dynamodb": {"OldImage": {"id": [{"exists": false}]}}}""",
            )
        ],
    ),
    "a filter of one field or another": (
        "feeds",
        [('{"eventName": ["INSERT"], "dynamodb"', '{"$or": [{"awsRegion": ["x"]}, {"eventID": ["y"]}], "dynamodb"')],
    ),
    "a text that looks like a path in a pipe's template": (
        "workflow",
        [
            (
                "        EcsTaskParameters:",
                '        InputTemplate: \'{"id": <$.messageId>, "is": "$.x"}\'\n        EcsTaskParameters:',
            )
        ],
    ),
    "a token by the whole context": (
        "workflow",
        [("'{% $states.context.Task.Token %}'", "'{% $string($states.context.Task) %}'")],
    ),
    "a machine that is started with more than it looks up": (
        "workflow",
        [("""Input: '{"day": "today", "big": false}'""", """Input: '{"day": "today", "big": false, "more": 1}'""")],
    ),
    "a machine that looks into the event that starts it": (
        "workflow",
        [
            ("""Input: '{"day": "today", "big": false}'}""", "}"),
            ('"Value.$": "$.day"', '"Value.$": "$.time"'),
            ('"$.big", "BooleanEquals": true', '"$.source", "StringEquals": "mine"'),
        ],
    ),
    "a path of the context": ("workflow", [('"Value.$": "$.day"', '"Value.$": "$$.Execution.StartTime"')]),
    "clients with a certificate that the application looks at": (
        "shop",
        [
            (
                "      Certificates: [{CertificateArn: !Ref Cert}]",
                "      Certificates: [{CertificateArn: !Ref Cert}]\n      MutualAuthentication: {Mode: passthrough}",
            )
        ],
    ),
    "codes of a network load balancer above 499": (
        "network",
        [
            (
                "      Port: 8443\n      TargetGroupAttributes: [",
                "      Port: 8443\n      HealthCheckProtocol: HTTPS\n      HealthCheckPath: /up\n"
                '      Matcher: { HttpCode: "200-399,503" }\n      TargetGroupAttributes: [',
            )
        ],
    ),
    "client addresses that are kept, said aloud": (
        "network",
        [
            (
                "      HealthCheckProtocol: TCP\n      TargetGroupAttributes: [",
                "      HealthCheckProtocol: TCP\n      TargetGroupAttributes: ["
                '{ Key: preserve_client_ip.enabled, Value: "true" }, ',
            )
        ],
    ),
    "a web ACL that lets a country in": ("shop", [(_RESOURCES, f"{_RESOURCES}{_WALL}")]),
    "a user of any database": ("front", [("dbuser:*/shop", "*")]),
    "a restart policy that is off": (
        "shop",
        [
            (
                "          StopTimeout: 60\n",
                "          StopTimeout: 60\n          RestartPolicy: {Enabled: false, RestartAttemptPeriod: 60}\n",
            )
        ],
    ),
    "a URL with TLS to a cache that has it": (
        "mesh",
        [
            ("      NumCacheClusters: 2\n", "      NumCacheClusters: 2\n      TransitEncryptionEnabled: true\n"),
            (
                "            - {Name: REDIS_PORT",
                "            - {Name: REDIS_URL, Value: !Sub 'rediss://${Cache.PrimaryEndPoint.Address}:6379'}\n"
                "            - {Name: REDIS_PORT",
            ),
        ],
    ),
    "a metric that is measured more often": (
        "shop",
        [
            (
                "{PredefinedMetricType: ECSServiceAverageCPUUtilization}",
                "{PredefinedMetricType: ECSServiceAverageCPUUtilizationHighResolution}",
            )
        ],
    ),
    "a rule that rewrites": (
        "shop",
        [
            (
                "      Actions: [{Type: forward, TargetGroupArn: !Ref TG}]",
                "      Actions: [{Type: forward, TargetGroupArn: !Ref TG}]\n      Transforms: [{Type: url-rewrite, "
                "UrlRewriteConfig: {Rewrites: [{Regex: '^/admin/(.*)$', Replace: '/$1'}]}}]",
            )
        ],
    ),
    "a NAT gateway of a region": (
        "web",
        [
            (
                "      SubnetId: !Ref PublicSubnetA\n      AllocationId: !GetAtt NatAddressA.AllocationId\n",
                "      AvailabilityMode: regional\n      VpcId: !Ref Vpc\n",
            )
        ],
    ),
    "a blocked gateway with an exclusion": (
        "web",
        [
            (
                _RESOURCES,
                f"{_RESOURCES}  Block:\n    Type: AWS::EC2::VPCBlockPublicAccessOptions\n    Properties: "
                "{InternetGatewayBlockMode: block-bidirectional}\n  Open:\n    Type: "
                "AWS::EC2::VPCBlockPublicAccessExclusion\n    Properties: {VpcId: !Ref Vpc, "
                "InternetGatewayExclusionMode: allow-bidirectional}\n",
            )
        ],
    ),
    "step by step": (
        "doors",
        [
            (
                "        Strategy: BLUE_GREEN\n",
                "        Strategy: LINEAR\n        LinearConfiguration: {StepPercent: 20, StepBakeTimeInMinutes: 2}\n",
            )
        ],
    ),
    "a few first": (
        "doors",
        [
            (
                "        Strategy: BLUE_GREEN\n",
                "        Strategy: CANARY\n"
                "        CanaryConfiguration: {CanaryPercent: 10, CanaryBakeTimeInMinutes: 5}\n",
            )
        ],
    ),
    "a pause in place of a function": (
        "doors",
        [
            (
                "{HookTargetArn: !GetAtt Probe.Arn, RoleArn: !GetAtt HookRole.Arn, LifecycleStages: "
                "[POST_TEST_TRAFFIC_SHIFT]}",
                "{TargetType: PAUSE, LifecycleStages: [POST_TEST_TRAFFIC_SHIFT]}",
            )
        ],
    ),
}


@pytest.mark.parametrize("name", list(ACCEPTED))
def test_what_works_in_a_newer_way_is_accepted(name: str) -> None:
    base, changes = ACCEPTED[name]
    case: dict[str, Any] = {"base": base, "changes": [{"from": old, "to": new} for old, new in changes]}
    report = _report(changed(case), base)
    new = [item for item in report.findings if _kind(item) not in _before(base)]
    assert [(item.code, item.where, item.what) for item in new if item.severity is not Severity.NOTE] == []
