import "@aws-sdk/client-sts";
