# What the runbooks call. In bash, with the AWS command line logged in to the deployment's account:
#   export AWS_REGION=eu-central-1; . docs/runbooks/shell.sh prod
stage=${1:?which stage? . docs/runbooks/shell.sh prod}
tenant=${TENANT:-default}

# The operators' command line, from this folder.
countersign() {
  npm run -s countersign -- "$@"
}

# rings: what rings now, and since when.
rings() {
  aws cloudwatch describe-alarms --alarm-name-prefix countersign- --alarm-types MetricAlarm CompositeAlarm --state-value ALARM \
    --query "[MetricAlarms, CompositeAlarms][] | [?ends_with(AlarmName, '-$stage')].[AlarmName, StateTransitionedTimestamp, StateReason]" \
    --output table
}

# errors FUNCTION [SINCE]: what a function's log says of warnings and errors: errors notify-slack 3h
errors() {
  aws logs tail "/aws/lambda/countersign-$stage-$1" --since "${2:-1h}" --format short --filter-pattern '{ $.level >= 40 }'
}

# crashes FUNCTION [SINCE]: calls that did not start, ran out of time or memory, or threw.
crashes() {
  aws logs tail "/aws/lambda/countersign-$stage-$1" --since "${2:-1h}" --format short \
    --filter-pattern '?"Task timed out" ?"Runtime exited" ?"ERROR" ?"INIT_REPORT"'
}

# events KIND [SINCE]: which requests had such an event: events rejected 1d
events() {
  aws logs tail "/aws/lambda/countersign-$stage-publish-events" --since "${2:-1d}" --format short \
    --filter-pattern "{ \$.kind = \"$1\" }"
}

# waiting [STATUS]: the oldest requests that wait for a decision, or are in another status: waiting approved
waiting() {
  for status in ${1:-pending escalated}; do
    aws dynamodb query --table-name "rds-approvals-$stage" --index-name status-index --max-items 20 \
      --key-condition-expression 'tenant_status = :status' \
      --expression-attribute-values "{\":status\":{\"S\":\"$tenant#$status\"}}" \
      --query 'Items[].[request_id.S, status.S, requested_at.S, operation_type.S, subject.S, requested_by.S]' --output table
  done
}

# peek QUEUE: up to ten letters of a queue, which stay there: peek dispatch-dead
peek() {
  aws sqs receive-message --queue-url "$(queue_url "$1")" --max-number-of-messages 10 --visibility-timeout 1 --wait-time-seconds 2 \
    --query 'Messages[].[MessageId, Body]' --output text
}

# count QUEUE: how many wait, and how many somebody is at.
count() {
  aws sqs get-queue-attributes --queue-url "$(queue_url "$1")" --query Attributes --output table \
    --attribute-names ApproximateNumberOfMessages ApproximateNumberOfMessagesNotVisible ApproximateNumberOfMessagesDelayed
}

# redrive QUEUE: sends the dead letters back to the queue that they came from: redrive dispatch-dead
redrive() {
  aws sqs start-message-move-task --source-arn "$(aws sqs get-queue-attributes --queue-url "$(queue_url "$1")" \
    --attribute-names QueueArn --query Attributes.QueueArn --output text)"
}

# purge QUEUE: throws all its letters away. There is no way back.
purge() {
  aws sqs purge-queue --queue-url "$(queue_url "$1")"
}

queue_url() {
  case $1 in decisions*) set -- "$1-$stage.fifo" ;; *) set -- "$1-$stage" ;; esac
  aws sqs get-queue-url --queue-name "countersign-$1" --query QueueUrl --output text
}
