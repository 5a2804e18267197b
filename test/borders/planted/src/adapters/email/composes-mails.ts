import "nodemailer/lib/mail-composer";
