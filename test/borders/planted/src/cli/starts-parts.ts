import "../local/launcher.ts";
