// Stands in for a module of Node that is imported for a page, and never used there.
export default {};
