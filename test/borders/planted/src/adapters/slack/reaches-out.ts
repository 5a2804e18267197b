import "../../aws/rds/gateway.ts";
