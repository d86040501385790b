// Owns the resources that functions are timed on: Deployments, Services and ConfigMaps as a package of many files has them.

/** Some 700 bytes each on average, as a document of its own; `index` counts from 0. */
export function benchResource(index: number): string {
  const app = `app-${String(Math.floor(index / 3)).padStart(5, "0")}`;
  return [deployment, service, configMap][index % 3]?.(app) ?? "";
}

/** Three resources to a file; the annotations are what kpt adds to tell where a resource comes from. */
function metadata(app: string, index: number): string {
  return `metadata:
  name: ${app}
  namespace: shop # kpt-set: \${namespace}
  labels:
    app: ${app}
    app.kubernetes.io/part-of: shop
  annotations:
    internal.config.kubernetes.io/path: 'shop/${app}.yaml'
    internal.config.kubernetes.io/index: '${index}'
`;
}

const deployment = (app: string): string => `# What customers see of ${app}.
apiVersion: apps/v1
kind: Deployment
${metadata(app, 0)}spec:
  replicas: 3 # kpt-set: \${web-replicas}
  selector:
    matchLabels:
      app: ${app}
  template:
    metadata:
      labels:
        app: ${app}
    spec:
      serviceAccountName: ${app}
      containers:
      - name: nginx
        image: nginx:1.27.3 # kpt-set: nginx:\${nginx-tag}
        args: ["-g", "daemon off;"]
        env:
        - name: LOG_LEVEL
          value: "info"
        # as much as one customer's page needs
        resources:
          requests: {cpu: 100m, memory: 64Mi}
        volumeMounts:
        - name: config
          mountPath: /etc/nginx/conf.d
      volumes:
      - name: config
        configMap:
          name: ${app}
`;

const service = (app: string): string => `apiVersion: v1
kind: Service
${metadata(app, 1)}spec:
  type: ClusterIP
  selector:
    app: ${app}
    app.kubernetes.io/part-of: shop
  ports:
  - name: http
    port: 80
    targetPort: http # the container's own
    protocol: TCP
  - name: metrics
    port: 9090
    targetPort: metrics
    protocol: TCP
`;

const configMap = (app: string): string => `apiVersion: v1
kind: ConfigMap
${metadata(app, 2)}data:
  # read at the start
  greeting: Welcome to ${app}
  upstream: http://${app}.shop.svc:8080/
  retries: "3"
  default.conf: |
    server {
      listen 8080;   # not privileged
      location /api/ {
        proxy_pass http://${app}.shop.svc:8080/;
      }
    }
`;
