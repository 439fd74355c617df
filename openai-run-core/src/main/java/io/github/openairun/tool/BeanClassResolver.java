package io.github.openairun.tool;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.aop.SpringProxy;
import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.aop.framework.autoproxy.AutoProxyUtils;
import org.springframework.aop.scope.ScopedObject;
import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.asm.ClassReader;
import org.springframework.asm.ClassVisitor;
import org.springframework.asm.MethodVisitor;
import org.springframework.asm.Opcodes;
import org.springframework.asm.SpringAsmInfo;
import org.springframework.asm.Type;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.util.ClassUtils;

/**
 * Determines the classes of beans without creating a bean. Of a bean that does not exist
 * yet, Spring knows only the declared type of its {@code @Bean} method, which may be an
 * interface or a superclass; the class that the method instantiates is read from its
 * bytecode.
 */
final class BeanClassResolver {

	private final ConfigurableListableBeanFactory beanFactory;

	/** The classes that methods instantiate, by class, name and descriptor. */
	private final Map<Class<?>, Map<String, Set<String>>> instantiated = new HashMap<>();

	BeanClassResolver(ConfigurableListableBeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	/**
	 * Return the class of a bean behind its proxies.
	 * @param beanName the name of the bean
	 * @return the class, its declared type if the bean does not exist yet and its class
	 * is not obvious, or {@code null} if nothing is known
	 */
	@Nullable Class<?> resolve(String beanName) {
		Class<?> type = this.beanFactory.getType(beanName, false);
		if (type == null) {
			return null;
		}
		if (ScopedObject.class.isAssignableFrom(type)) {
			String target = ScopedProxyUtils.getTargetBeanName(beanName);
			Class<?> declared = this.beanFactory.getType(target, false);
			return (declared != null) ? instantiatedClass(target, declared) : null;
		}
		if (SpringProxy.class.isAssignableFrom(type)) {
			Class<?> original = AutoProxyUtils.determineTargetClass(this.beanFactory, beanName);
			if (original != null && original != type) {
				return original;
			}
			Object singleton = this.beanFactory.getSingleton(beanName);
			return (singleton != null) ? AopProxyUtils.ultimateTargetClass(singleton) : type;
		}
		return instantiatedClass(beanName, type);
	}

	private Class<?> instantiatedClass(String beanName, Class<?> declared) {
		if (Modifier.isFinal(declared.getModifiers()) || this.beanFactory.containsSingleton(beanName)
				|| !this.beanFactory.containsBeanDefinition(beanName)) {
			return declared;
		}
		Method method = (this.beanFactory.getMergedBeanDefinition(beanName) instanceof RootBeanDefinition definition)
				? definition.getResolvedFactoryMethod() : null;
		if (method == null || isFramework(method.getDeclaringClass())) {
			return declared;
		}
		List<? extends Class<?>> candidates = instantiated(method).stream()
			.map((name) -> load(name, method.getDeclaringClass().getClassLoader()))
			.filter((type) -> type != null && declared.isAssignableFrom(type))
			.toList();
		// More than one may be a decorator, or a choice.
		return (candidates.size() == 1) ? candidates.get(0) : declared;
	}

	/** Return whether a class belongs to Spring, whose beans have no handlers. */
	static boolean isFramework(Class<?> type) {
		return type.getName().startsWith("org.springframework.");
	}

	private static @Nullable Class<?> load(String name, @Nullable ClassLoader classLoader) {
		try {
			return ClassUtils.forName(name, classLoader);
		}
		catch (ClassNotFoundException | LinkageError ex) {
			return null;
		}
	}

	private Set<String> instantiated(Method method) {
		return this.instantiated.computeIfAbsent(method.getDeclaringClass(), BeanClassResolver::read)
			.getOrDefault(method.getName() + Type.getMethodDescriptor(method), Set.of());
	}

	private static Map<String, Set<String>> read(Class<?> type) {
		Map<String, Set<String>> byMethod = new HashMap<>();
		try (InputStream bytes = type.getResourceAsStream(ClassUtils.getClassFileName(type))) {
			if (bytes != null) {
				new ClassReader(bytes).accept(new InstantiationCollector(byMethod),
						ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
			}
		}
		catch (IOException | RuntimeException ex) {
			// A class file that cannot be read, such as one of a newer version.
			return Map.of();
		}
		return byMethod;
	}

	/**
	 * Collects the names of the classes that each method instantiates.
	 */
	private static final class InstantiationCollector extends ClassVisitor {

		private final Map<String, Set<String>> byMethod;

		InstantiationCollector(Map<String, Set<String>> byMethod) {
			super(SpringAsmInfo.ASM_VERSION);
			this.byMethod = byMethod;
		}

		@Override
		public MethodVisitor visitMethod(int access, String name, String descriptor, @Nullable String signature,
				String @Nullable [] exceptions) {
			Set<String> classes = new LinkedHashSet<>();
			this.byMethod.put(name + descriptor, classes);
			return new MethodVisitor(SpringAsmInfo.ASM_VERSION) {

				@Override
				public void visitTypeInsn(int opcode, String type) {
					if (opcode == Opcodes.NEW) {
						classes.add(ClassUtils.convertResourcePathToClassName(type));
					}
				}

			};
		}

	}

}
