import "../cli/starts-parts.ts";
