import "@aws-sdk/client-cloudwatch";
