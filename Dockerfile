# The members area as an image. Settings come from the environment when it runs: docs/deploy.md.
# e2e/repository/image.spec.ts runs these steps without a container engine.
FROM node:24-trixie-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --no-audit --no-fund
COPY . .
ENV BUILD_OUTPUT=standalone
ENV NEXT_TELEMETRY_DISABLED=1
RUN npm run build

FROM node:24-trixie-slim
WORKDIR /app
ENV NODE_ENV=production
# Docker sets HOSTNAME to the container's name, and the server would listen at that address alone.
ENV HOSTNAME=0.0.0.0
ENV PORT=3000
# Lets requests and downloads end on SIGTERM, for 30 seconds at most.
ENV NEXT_MANUAL_SIG_HANDLE=true
COPY --from=build /app/.next/standalone ./
COPY --from=build /app/.next/static ./.next/static
COPY --from=build /app/public ./public
COPY --from=build /app/media ./media
USER node
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s CMD ["node", "-e", "fetch(`http://localhost:${process.env.PORT}/api/health/ready`).then(({ok}) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "server.js"]
