"""Things beside tasks that look as if an API refused them, or as if they kept users out, and are taken."""

from __future__ import annotations

from typing import Any

import pytest

from cases.checks.test_faults import _before, _kind, _report, changed
from seatrial.model.finding import Severity

STORAGE = '      AllocatedStorage: "50"\n'
PASSWORD = 'MasterUserPassword: !Sub "{{resolve:secretsmanager:${DatabaseSecret}:SecretString:password}}"'
ACCEPTED: dict[str, dict[str, Any]] = {
    "windows that meet and don't overlap": {
        "base": "front",
        "changes": [
            {
                "from": STORAGE,
                "to": STORAGE + "      PreferredBackupWindow: 03:00-04:00\n"
                "      PreferredMaintenanceWindow: Sun:04:00-Sun:05:00\n",
            }
        ],
    },
    "a window over midnight, and upkeep on the evening before": {
        "base": "front",
        "changes": [
            {
                "from": STORAGE,
                "to": STORAGE + "      PreferredBackupWindow: 23:30-00:30\n"
                "      PreferredMaintenanceWindow: mon:22:00-mon:23:00\n",
            }
        ],
    },
    "upkeep over the end of the week": {
        "base": "front",
        "changes": [
            {
                "from": STORAGE,
                "to": STORAGE + "      PreferredBackupWindow: 02:00-03:00\n"
                "      PreferredMaintenanceWindow: sun:23:30-mon:00:30\n",
            }
        ],
    },
    "versions and classes of other forms": {
        "base": "front",
        "changes": [
            {"from": STORAGE, "to": STORAGE + "      EngineVersion: '16'\n"},
            {"from": "DBInstanceClass: db.t4g.medium", "to": "DBInstanceClass: db.r5.4xlarge.tpc2.mem2x"},
        ],
    },
    "a password of all that is printable": {
        "base": "front",
        "changes": [{"from": PASSWORD, "to": "MasterUserPassword: 'aB3!#$%^&*()_+-='"}],
    },
    "no backups": {
        "base": "front",
        "changes": [{"from": STORAGE, "to": STORAGE + "      BackupRetentionPeriod: 0\n      MonitoringInterval: 0\n"}],
    },
    "an old redis with a patch": {
        "base": "mesh",
        "changes": [{"from": "      Engine: redis\n", "to": "      Engine: redis\n      EngineVersion: 5.0.6\n"}],
    },
    "a redis of any six": {
        "base": "mesh",
        "changes": [{"from": "      Engine: redis\n", "to": "      Engine: redis\n      EngineVersion: 6.x\n"}],
    },
    "a new valkey": {
        "base": "mesh",
        "changes": [{"from": "      Engine: redis\n", "to": "      Engine: valkey\n      EngineVersion: '9.0'\n"}],
    },
    "callbacks of people who develop": {
        "base": "doors",
        "changes": [
            {
                "from": "CallbackURLs: ['https://office.example.com/oauth2/idpresponse']",
                "to": "CallbackURLs: ['http://localhost:3000/cb', 'myapp://cb', "
                "'https://office.example.com/oauth2/idpresponse']",
            }
        ],
    },
    "scopes of a server and more flows": {
        "base": "doors",
        "changes": [
            {"from": "AllowedOAuthScopes: [openid]", "to": "AllowedOAuthScopes: [openid, email, office/read]"},
            {"from": "AllowedOAuthFlows: [code]", "to": "AllowedOAuthFlows: [code, implicit]"},
        ],
    },
    "a provider of the pool": {
        "base": "doors",
        "changes": [
            {"from": "SupportedIdentityProviders: [COGNITO]", "to": "SupportedIdentityProviders: [!Ref Google]"},
            {
                "from": "  PoolDomain:\n",
                "to": "  Google:\n    Type: AWS::Cognito::UserPoolIdentityProvider\n    Properties: "
                "{UserPoolId: !Ref Pool, ProviderName: Google, ProviderType: Google, "
                "ProviderDetails: {client_id: a, client_secret: b, authorize_scopes: openid}}\n  PoolDomain:\n",
            },
        ],
    },
    "a domain of one's own": {
        "base": "doors",
        "changes": [
            {
                "from": "Domain: doors-office}",
                "to": "Domain: auth.cognito.example.com, CustomDomainConfig: {CertificateArn: !Ref CertificateArn}}",
            }
        ],
    },
    "a stage with a deployment": {
        "base": "front",
        "changes": [
            {
                "from": "StageName: $default, AutoDeploy: true } }",
                "to": "StageName: $default, DeploymentId: !Ref Deployment } }\n"
                "  Deployment: { Type: AWS::ApiGatewayV2::Deployment, DependsOn: Route, "
                "Properties: { ApiId: !Ref Api } }",
            }
        ],
    },
    "routes with variables": {
        "base": "front",
        "changes": [{"from": "RouteKey: $default", "to": "RouteKey: 'ANY /feed/{proxy+}'"}],
    },
    "a rule group in another one's words": {
        "base": "beside",
        "changes": [
            {
                "from": "ManagedRuleGroupStatement: { VendorName: AWS, Name: AWSManagedRulesCommonRuleSet }",
                "to": "ManagedRuleGroupStatement: { VendorName: Fortinet, Name: all_rules }",
            }
        ],
    },
    "a new rule group of AWS": {
        "base": "beside",
        "changes": [{"from": "AWSManagedRulesCommonRuleSet", "to": "AWSManagedRulesSomethingNewRuleSet"}],
    },
    "a large batch that waits": {
        "base": "beside",
        "changes": [{"from": "BatchSize: 5", "to": "BatchSize: 500, MaximumBatchingWindowInSeconds: 5"}],
    },
    "variables that are not reserved": {
        "base": "beside",
        "changes": [{"from": "Variables: { LEVEL: info }", "to": "Variables: { TZ: UTC, AWS_SDK_UA_APP_ID: a }"}],
    },
    "a function of Java by its class": {
        "base": "beside",
        "changes": [
            {"from": "python3.12", "to": "java21"},
            {"from": "Handler: index.handler", "to": "Handler: Handler"},
        ],
    },
    "patterns of other forms": {
        "base": "beside",
        "changes": [
            {
                "from": "FilterPattern: '{ $.level = \"error\" }'",
                "to": "FilterPattern: '{ ($.level = %^err% || $.a.b[0] >= 4) && $.x IS TRUE && $.c-d != \"a = b\" }'",
            }
        ],
    },
    "a pattern of words and fields": {
        "base": "beside",
        "changes": [
            {
                "from": "FilterPattern: '{ $.level = \"error\" }'",
                "to": "FilterPattern: '[ip, user, status=5*, size]'",
            }
        ],
    },
    "paths and functions of the states language": {
        "base": "beside",
        "changes": [
            {
                "from": '"Message.$": $.text',
                "to": '"Message.$": "States.Format(\'{}\', $.text)", "Subject.$": $$.Execution.Name',
            }
        ],
    },
    "images by their number": {
        "base": "beside",
        "changes": [
            {
                "from": '"countType": "sinceImagePushed", "countUnit": "days", "countNumber": 7',
                "to": '"countType": "imageCountMoreThan", "countNumber": 7',
            }
        ],
    },
    "a lifecycle that only tidies up": {
        "base": "beside",
        "changes": [
            {
                "from": "Status: Enabled, ExpirationInDays: 30",
                "to": "Status: Enabled, AbortIncompleteMultipartUpload: { DaysAfterInitiation: 3 }",
            }
        ],
    },
    "an index with some attributes": {
        "base": "beside",
        "changes": [
            {"from": "ProjectionType: ALL", "to": "ProjectionType: INCLUDE, NonKeyAttributes: [size]"},
        ],
    },
    "a log group of a service": {
        "base": "beside",
        "changes": [{"from": "LogGroupName: /pictures", "to": "LogGroupName: /aws/pictures"}],
    },
    "a distribution of many words": {
        "base": "beside",
        "changes": [
            {
                "from": "  Wall:\n",
                "to": "  Cdn:\n    Type: AWS::CloudFront::Distribution\n    Properties:\n      DistributionConfig:\n"
                "        Enabled: true\n        Aliases: [pictures.example.com]\n"
                "        DefaultRootObject: index.html\n"
                "        ViewerCertificate: { AcmCertificateArn: 'arn:aws:acm:us-east-1:123456789012:certificate/"
                "12345678-1234-1234-1234-123456789012', SslSupportMethod: sni-only }\n        Origins:\n"
                "          - { Id: door, DomainName: !GetAtt Door.DNSName, "
                "CustomOriginConfig: { OriginProtocolPolicy: http-only } }\n"
                "          - { Id: files, DomainName: !GetAtt Pictures.RegionalDomainName, S3OriginConfig: {} }\n"
                "        DefaultCacheBehavior: { TargetOriginId: door, ViewerProtocolPolicy: allow-all, "
                "AllowedMethods: [OPTIONS, HEAD, GET], CachePolicyId: 4135ea2d-6df8-44a3-9df3-4b5a84be39ad }\n"
                "        CacheBehaviors: [{ PathPattern: /f/*, TargetOriginId: files, "
                "ViewerProtocolPolicy: https-only, CachePolicyId: 4135ea2d-6df8-44a3-9df3-4b5a84be39ad }]\n  Wall:\n",
            }
        ],
    },
    "an ACL of a bucket that takes ACLs": {
        "base": "beside",
        "changes": [
            {
                "from": "      LifecycleConfiguration:",
                "to": "      AccessControl: LogDeliveryWrite\n"
                "      OwnershipControls: { Rules: [{ ObjectOwnership: ObjectWriter }] }\n"
                "      LifecycleConfiguration:",
            }
        ],
    },
    "a bucket that says it is private": {
        "base": "beside",
        "changes": [
            {
                "from": "      LifecycleConfiguration:",
                "to": "      AccessControl: Private\n      LifecycleConfiguration:",
            }
        ],
    },
    "an export with colons": {
        "base": "beside",
        "changes": [
            {
                "from": "Resources:\n",
                "to": "Outputs: { Queue: { Value: !Ref Uploaded, "
                'Export: { Name: !Sub "${AWS::StackName}:queue-1" } } }\nResources:\n',
            }
        ],
    },
    "a log that is off": {
        "base": "beside",
        "changes": [
            {"from": "        Level: ERROR\n", "to": "        Level: 'OFF'\n"},
            {
                "from": "        Destinations: [{ CloudWatchLogsLogGroup: { LogGroupArn: !GetAtt ReportLog.Arn } }]\n",
                "to": "",
            },
        ],
    },
}


@pytest.mark.parametrize("name", ACCEPTED)
def test_what_is_taken_gives_no_error(name: str) -> None:
    case = ACCEPTED[name]
    report = _report(changed(case), case["base"])
    new = [item for item in report.findings if _kind(item) not in _before(case["base"])]
    assert [f"{item.code} {item.where} {item.what}" for item in new if item.severity is Severity.ERROR] == []
