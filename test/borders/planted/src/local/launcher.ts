export const launcher = 1;
