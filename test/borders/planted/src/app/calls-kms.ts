import "@aws-sdk/client-kms";
