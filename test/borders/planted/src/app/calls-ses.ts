import "@aws-sdk/client-ses";
