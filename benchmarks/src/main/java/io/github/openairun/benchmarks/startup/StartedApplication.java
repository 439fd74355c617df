package io.github.openairun.benchmarks.startup;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;

import com.sun.management.OperatingSystemMXBean;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.ClassUtils;

/**
 * Starts an application whose beans are the classes that the arguments name, and prints
 * the CPU time of the process in nanoseconds, the bytes that it retains, and the number
 * of tools.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
class StartedApplication {

	/** The first one leaves what was only softly or finally reachable. */
	private static final int COLLECTIONS = 3;

	private static final String REGISTRY = "io.github.openairun.tool.ToolRegistry";

	public static void main(String[] args) throws Exception {
		SpringApplication application = new SpringApplication(StartedApplication.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		application.setSources(new LinkedHashSet<>(Arrays.asList(args)));
		try (ConfigurableApplicationContext context = application.run("--openai.api-key=none")) {
			long cpu = ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
			long heap = retained();
			System.out.println("CPU " + cpu + " " + heap + " " + tools(context));
		}
	}

	private static long retained() {
		for (int i = 0; i < COLLECTIONS; i++) {
			System.gc();
		}
		return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
	}

	private static int tools(ConfigurableApplicationContext context) throws Exception {
		if (!ClassUtils.isPresent(REGISTRY, null)) {
			return 0;
		}
		Object registry = context.getBean(ClassUtils.forName(REGISTRY, null));
		return ((List<?>) ClassUtils.getMethod(registry.getClass().getInterfaces()[0], "definitions").invoke(registry))
			.size();
	}

}
