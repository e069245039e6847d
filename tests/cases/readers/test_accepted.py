"""Texts that look odd and that CloudFormation takes: nothing may be called a mistake in them."""

from __future__ import annotations

import pytest

from cases.readers.reading import codes, errors
from seatrial.model.system import Scope
from seatrial.readers.cloudformation import Reading, ReadOptions, read_text

ACCEPTED = {
    # As in AWS's Quick Start of a VPC.
    "conditions have names of any characters": """
        Conditions: { "NATGateway&3AZCondition": !Equals [a, a] }
        Resources: { Queue: { Type: AWS::SQS::Queue, Condition: "NATGateway&3AZCondition" } }
        """,
    # AWS chooses the id of a user pool; ours has another form.
    "what is not modelled has an id of a form of its own": """
        Resources:
          People: { Type: AWS::Cognito::UserPool }
          Client: { Type: AWS::Cognito::UserPoolClient, Properties: { UserPoolId: !Ref People } }
          Other: { Type: AWS::Cognito::UserPoolClient, Properties: { UserPoolId: !Sub "${People}" } }
        """,
    "a function and an API that are not packaged yet": """
        Transform: AWS::Serverless-2016-10-31
        Globals: { Function: { Runtime: python3.12, CodeUri: src/, Handler: app.main } }
        Resources:
          Api: { Type: AWS::Serverless::Api, Properties: { StageName: prod, DefinitionUri: ./api.yaml } }
          Everything: { Type: AWS::Serverless::Function }
          Own: { Type: AWS::Serverless::Function, Properties: { CodeUri: ./own, Layers: [!Ref Layer] } }
          Layer: { Type: AWS::Serverless::LayerVersion, Properties: { ContentUri: layer/ } }
          Steps: { Type: AWS::Serverless::StateMachine, Properties: { DefinitionUri: steps.asl.json } }
        """,
    "an image that is not pushed yet": """
        Transform: AWS::Serverless-2016-10-31
        Resources:
          Own:
            Type: AWS::Serverless::Function
            Metadata: { Dockerfile: Dockerfile, DockerContext: . }
            Properties: { PackageType: Image, CodeUri: . }
        """,
    "an application of the repository": """
        Transform: AWS::Serverless-2016-10-31
        Resources:
          Rotation:
            Type: AWS::Serverless::Application
            Properties:
              Location:
                ApplicationId: arn:aws:serverlessrepo:us-east-1:297356227824:applications/SecretsManagerRDSMySQL
                SemanticVersion: 1.1.60
        """,
    "a loop over what is given when the stack is made": """
        Transform: AWS::LanguageExtensions
        Parameters: { Names: { Type: CommaDelimitedList } }
        Resources:
          Fn::ForEach::Queues: [Name, !Ref Names, { "Queue${Name}": { Type: AWS::SQS::Queue } }]
        """,
    "a transform in a list": """
        Resources:
          Table:
            Type: AWS::SQS::Queue
            Properties: { Tags: { "Fn::Transform": [{ Name: AWS::Include, Parameters: { Location: s3://a/b } }] } }
        """,
}


def _read(text: str) -> Reading:
    return read_text(text, "template.yaml", ReadOptions(Scope("test"), assume=True))


@pytest.mark.parametrize("name", ACCEPTED)
def test_what_looks_odd_is_taken(name: str) -> None:
    reading = _read(ACCEPTED[name])
    assert reading.system is not None and errors(reading) == [], reading.findings


def test_a_value_of_its_own_has_to_fit_the_schema_still() -> None:
    reading = _read("Resources: { C: { Type: AWS::Cognito::UserPoolClient, Properties: { UserPoolId: no pool } } }")
    assert codes(reading) == ["SCH004"]


def test_a_mapping_s_first_key_is_assumed_for_what_is_looked_up_in_it() -> None:
    reading = _read("""
        Parameters: { Stage: { Type: String } }
        Mappings: { Sizes: { Production: { Delay: 10 }, Test: { Delay: 20 } } }
        Resources:
          Queue: { Type: AWS::SQS::Queue, Properties: { DelaySeconds: !FindInMap [Sizes, !Ref Stage, Delay] } }
        """)
    assert reading.system is not None
    assert reading.system.resources["Queue"].get("DelaySeconds") == 10
    assert "Production is assumed, the first key of the mapping Sizes" in reading.findings[0].what
