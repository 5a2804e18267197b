import "botbuilder";
