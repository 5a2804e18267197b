/** What somebody may do at the API. Whether they may decide a certain request is still the policy's to say. */
export const roles = ["requester", "approver", "auditor", "operator", "owner"] as const;

export type Role = (typeof roles)[number];

/** What people have who are known by their AWS identity or a token that says no roles. */
export const usualRoles = ["requester", "approver"] as const satisfies readonly Role[];
