import "@aws-sdk/client-sfn";
