package io.github.openairun.benchmarks.startup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * Writes and compiles services with ten handlers each, every service with types of its
 * own, as an application would have them.
 */
final class HandlerSources {

	/** The handlers of a service. */
	static final int HANDLERS = 10;

	private static final String SERVICE = """
			package generated;

			import io.github.openairun.ToolHandler;
			import io.github.openairun.ToolParam;
			import java.math.BigDecimal;
			import java.time.LocalDate;
			import java.util.List;
			import java.util.Optional;

			public class Service# {
				public enum Unit { CELSIUS, FAHRENHEIT, KELVIN }
				public record Address(String street, String city, Optional<String> postcode) { }
				public record Line(String sku, int quantity, BigDecimal price) { }
				public record Order(String customer, Address address, List<Line> lines) { }
				public record Receipt(String id, BigDecimal total) { }

				@ToolHandler(description = "Tells the temperature in a city")
				public String temperature#(@ToolParam(description = "The city") String city, Unit unit) { return city; }
				@ToolHandler(description = "Forecasts the weather of a day")
				public String forecast#(String city, Unit unit, LocalDate day) { return city; }
				@ToolHandler(description = "Finds customers by their names")
				public List<String> find#(String name, Optional<Integer> limit) { return List.of(name); }
				@ToolHandler(description = "Tells what something costs")
				public BigDecimal price#(String sku, int quantity) { return BigDecimal.TEN; }
				@ToolHandler(description = "Tells what is in stock")
				public int stock#(String sku, @ToolParam(required = false) String store) { return 1; }
				@ToolHandler(description = "Places an order")
				public Receipt order#(Order order) { return new Receipt("1", BigDecimal.TEN); }
				@ToolHandler(description = "Changes the address of a customer")
				public Address move#(String customer, Address address) { return address; }
				@ToolHandler(description = "Returns lines of an order")
				public Receipt giveBack#(String order, List<Line> lines) { return new Receipt("1", BigDecimal.ONE); }
				@ToolHandler(description = "Switches a light")
				public boolean light#(String room, boolean on, double brightness) { return on; }
				@ToolHandler(description = "Tells whether the shop is open")
				public boolean open#() { return true; }
			}
			""";

	private HandlerSources() {
	}

	/**
	 * Compile services.
	 * @param directory where to put sources and classes
	 * @param services how many
	 * @param classPath what the sources need
	 * @param annotated whether the methods are handlers; otherwise they are just methods
	 * @return the names of the classes
	 * @throws IOException if the files cannot be written
	 */
	static List<String> compile(Path directory, int services, String classPath, boolean annotated) throws IOException {
		List<Path> sources = new ArrayList<>();
		List<String> names = new ArrayList<>();
		Path folder = Files.createDirectories(directory.resolve("generated"));
		for (int i = 0; i < services; i++) {
			Path source = folder.resolve("Service" + i + ".java");
			String text = SERVICE.replace("#", Integer.toString(i));
			Files.writeString(source, annotated ? text : text.replaceAll("@Tool(Handler|Param)\\([^)]*\\)", ""));
			sources.add(source);
			names.add("generated.Service" + i);
		}
		JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
		try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
			List<String> options = List.of("-parameters", "-proc:none", "-cp", classPath, "-d", directory.toString());
			if (!compiler.getTask(null, files, null, options, null, files.getJavaFileObjectsFromPaths(sources))
				.call()) {
				throw new IllegalStateException("The services do not compile");
			}
		}
		return names;
	}

}
