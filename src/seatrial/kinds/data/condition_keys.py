"""Condition keys of policies, in lower case, by what stands before the colon: those that every request may have, and
those of the services whose permissions are asked about with keys of their own.

They serve to tell a misspelt key from one that only AWS knows the value of. A key of tags (``aws:RequestTag/…``) is
none of these.

Sources (read 2026-11-30):
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html,
https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsidentityandaccessmanagementiam.html,
https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerservice.html
"""

from __future__ import annotations

from collections.abc import Mapping

CONDITION_KEYS: Mapping[str, frozenset[str]] = {
    "aws": frozenset(
        f"aws:{name}"
        for name in (
            *("assumedroot", "calledvia", "calledviaawsmcp", "calledviafirst", "calledvialast", "chatbotsourcearn"),
            *("currenttime", "ec2instancesourceprivateipv4", "ec2instancesourcevpc", "epochtime", "federatedprovider"),
            *("ismcpserviceaction", "multifactorauthage", "multifactorauthpresent", "principalaccount"),
            *("principalarn", "principalisawsservice", "principalorgid", "principalorgpaths"),
            *("principalservicename", "principalservicenameslist", "principaltype", "referer", "requestedregion"),
            *("resourceaccount", "resourceorgid", "resourceorgpaths", "securetransport", "signinsessionarn"),
            *("sourceaccount", "sourcearn", "sourceidentity", "sourceip", "sourceorgid", "sourceorgpaths"),
            *("sourceowner", "sourcevpc", "sourcevpcarn", "sourcevpce", "tagkeys", "tokenissuetime", "useragent"),
            *("userid", "username", "viaawsmcpservice", "viaawsservice", "vpceaccount", "vpceorgid", "vpceorgpaths"),
            "vpcsourceip",
        )
    ),
    "iam": frozenset(
        f"iam:{name}"
        for name in (
            *("associatedresourcearn", "awsservicename", "delegationduration", "delegationrequestowner"),
            *("fido-certification", "fido-fips-140-2-certification", "fido-fips-140-3-certification"),
            *("organizationspolicyid", "passedtoservice", "permissionsboundary", "policyarn", "registersecuritykey"),
            *("servicespecificcredentialagedays", "servicespecificcredentialservicename", "templatearn"),
        )
    ),
    "ecs": frozenset(
        f"ecs:{name}"
        for name in (
            *("account-setting", "auto-assign-public-ip", "capacity-provider", "cluster", "compute-compatibility"),
            *("container-instances", "container-name", "createaction", "enable-ebs-volumes", "enable-ecs-managed-tags"),
            *("enable-execute-command", "enable-service-connect", "enable-vpc-lattice", "express-gateway-service"),
            *("fargate-ephemeral-storage-kms-key", "instance-metadata-tags-propagation", "namespace", "privileged"),
            *("propagate-tags", "service", "subnet", "task", "task-cpu", "task-definition", "task-memory"),
        )
    ),
}
