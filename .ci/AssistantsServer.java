import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

import com.sun.net.httpserver.HttpServer;

/**
 * A server with one assistant, for the command that exports assistants. It prints its
 * base URL and serves until it is ended. Run it by {@code java AssistantsServer.java}.
 */
class AssistantsServer {

	private static final String LIST = """
			{"object":"list","first_id":"asst_abc123","last_id":"asst_abc123","has_more":false,"data":[
			 {"id":"asst_abc123","object":"assistant","created_at":1795305600,"name":"Customer Support",
			  "description":null,"model":"gpt-4.1","instructions":"Be brief.","metadata":{},
			  "tools":[{"type":"function","function":{"name":"findOrder","parameters":{"type":"object"}}}]}]}""";

	public static void main(String[] args) throws Exception {
		HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
		server.createContext("/", (exchange) -> {
			boolean list = exchange.getRequestURI().getPath().equals("/v1/assistants");
			byte[] body = (list ? LIST : "{}").getBytes(StandardCharsets.UTF_8);
			exchange.getResponseHeaders().set("Content-Type", "application/json");
			exchange.sendResponseHeaders(list ? 200 : 404, body.length);
			exchange.getResponseBody().write(body);
			exchange.close();
		});
		server.start();
		System.out.println("http://127.0.0.1:" + server.getAddress().getPort() + "/v1");
	}

}
