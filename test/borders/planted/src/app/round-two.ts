import "./round-one.ts";
