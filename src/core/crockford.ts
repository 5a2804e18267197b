/** The digits of ids that people may have to type: none looks like another. https://www.crockford.com/base32.html */
export const crockford = "0123456789abcdefghjkmnpqrstvwxyz";
