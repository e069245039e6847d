"""Seatrial: check an AWS ECS Fargate system on paper, and run it on this machine, before it is deployed."""
