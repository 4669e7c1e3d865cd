/** Calls back once, when the element comes near the viewport. */
export function whenNearViewport(element: Element, arrived: () => void): void {
  const observer = new IntersectionObserver(
    (seen) => {
      if (!seen.some((one) => one.isIntersecting)) return;
      observer.disconnect();
      arrived();
    },
    { rootMargin: '200px' },
  );
  observer.observe(element);
}
