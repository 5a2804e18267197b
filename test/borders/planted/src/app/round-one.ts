import "./round-two.ts";
