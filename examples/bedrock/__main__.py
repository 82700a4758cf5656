"""A role for an application on Lambda, which may use the prompt beside it and nothing else."""

import json

import pulumi
import pulumi_aws as aws
from desk import policy

LAMBDA_MAY_ASSUME_IT = {
    "Version": "2012-10-17",
    "Statement": [
        {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "lambda.amazonaws.com"}},
    ],
}

role = aws.iam.Role("ticket-sorter", assume_role_policy=json.dumps(LAMBDA_MAY_ASSUME_IT))
aws.iam.RolePolicy("may-use-triage", role=role.id, policy=policy)

pulumi.export("role", role.arn)
