import "@aws-sdk/client-secrets-manager";
