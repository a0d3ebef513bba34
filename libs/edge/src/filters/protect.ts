/** The word of the config. In the metadata of this name basic auth says who has signed in, as `username`. */
export const protect = 'protect';
