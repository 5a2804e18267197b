import "fauxqs";
