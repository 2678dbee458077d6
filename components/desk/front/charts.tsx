"use client";

import dynamic from "next/dynamic";

// A chart is measured before it is drawn, which only a browser can do; the parent reserves its space.

export const DaysChart = dynamic(() => import("./days-chart"), { ssr: false });
export const MethodsChart = dynamic(() => import("./methods-chart"), { ssr: false });
