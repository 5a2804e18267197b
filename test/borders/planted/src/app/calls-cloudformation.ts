import "@aws-sdk/client-cloudformation";
